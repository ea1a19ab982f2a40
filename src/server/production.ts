import { setFlagsFromString } from 'node:v8';

// What survives a flush is garbage soon after, and V8 looks for that once the heap is four times what was alive: of the
// 260 MB that recording took, 200 were that. At twice as much the same load takes 150 MB, and no more time: it looks a few
// times more often, for 20 ms, mostly in threads of its own. A V8 that does not know the flag says so and goes on.
setFlagsFromString('--heap-growing-percent=100');
