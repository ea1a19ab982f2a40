import { setFlagsFromString } from 'node:v8';

// Imported before everything else, because graphql looks at this when it is loaded: unless told otherwise it compares
// every type it meets with the copies of itself that might be there, 5 % of the time of recording.
process.env.NODE_ENV ??= 'production';

// What survives a flush is garbage soon after, and V8 looks for that once the heap is four times what was alive: of the
// 260 MB that recording took, 200 were that. At twice as much the same load takes 150 MB, and no more time: it looks a few
// times more often, for 20 ms, mostly in threads of its own. A V8 that does not know the flag says so and goes on.
setFlagsFromString('--heap-growing-percent=100');
