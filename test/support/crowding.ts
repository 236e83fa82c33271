import { performance } from 'node:perf_hooks';

const SAMPLE_MS = 60;

/**
 * How many times longer this thread takes for the same work because other processes use the processor too: 1 on a quiet
 * machine. A limit that is promised for a quiet machine is multiplied by it. What the gateway itself does on other
 * threads or in another process counts as "others" too: where it alone fills the cores, such a limit is looser.
 */
export const crowding = (): number => {
  const begun = performance.now();
  const before = process.threadCpuUsage();
  while (performance.now() - begun < SAMPLE_MS);
  const { user, system } = process.threadCpuUsage(before);
  return Math.max(1, (performance.now() - begun) / ((user + system) / 1000));
};
