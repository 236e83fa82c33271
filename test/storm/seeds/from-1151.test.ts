import { testFifty } from '../held-laws.ts';

// Files run at the same time, the worlds of one file one after the other.
testFifty(1151);
