import { vi } from 'vitest';

vi.mock('../../src/store/sqlite/thread.ts', () => import('./store/kept-threads.ts'));
