import { renameSync, rmSync } from 'node:fs';
import { openForWriting } from '../../../src/store/sqlite/open.ts';
import { EMPTY_STORE } from './empty-store.ts';

// Another run of the tests may copy the file at this moment.
const fresh = `${EMPTY_STORE}.${process.pid}`;
rmSync(fresh, { force: true });
openForWriting(fresh).close();
renameSync(fresh, EMPTY_STORE);
