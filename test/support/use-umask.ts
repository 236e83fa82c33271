import { afterAll } from 'vitest';

// Some commands keep the files of their process to its owner. The next file of tests runs in the same process.
const before = process.umask(0o022);
process.umask(before);
afterAll(() => {
  process.umask(before);
});
