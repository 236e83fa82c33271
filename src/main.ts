import { enableCompileCache } from 'node:module';

// Node keeps the compiled code for the next start, which halves the time of the start and saves 40 MB. The cache must
// be enabled before other modules are loaded, hence the dynamic imports below.
enableCompileCache();
if (process.argv[2] === 'serve') {
  const { restartBounded } = await import('./commands/process/restart-bounded.ts');
  restartBounded();
}
const { runCommandLine } = await import('./commands/command-line.ts');
process.exitCode = await runCommandLine(process.argv.slice(2));
