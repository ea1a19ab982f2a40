import { readdirSync, readFileSync } from 'node:fs';

/**
 * Milliseconds that the threads of a process have spent on a CPU, to the nanosecond: /proc/PID/stat counts in ticks of 10 ms.
 * Of threads that are still there, which in Node are all that work.
 */
export function cpuMsOf(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  const ns = readdirSync(tasks).reduce((sum, task) => {
    const [onCpu = '0'] = readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ');
    return sum + Number(onCpu);
  }, 0);
  return ns / 1e6;
}
