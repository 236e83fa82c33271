/**
 * For `node --expose-gc --import`: on SIGUSR2 the gateway collects its garbage and writes a line with its memory, so that
 * a fuzz run sees what stays and not what only waits for the collector.
 */
process.on('SIGUSR2', () => {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.stdout.write(`${JSON.stringify({ msg: 'memory', heap: heapUsed + external, resident: rss })}\n`);
});
