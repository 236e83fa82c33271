/**
 * Sends mutated SMPP frames to a bound route: node --expose-gc scripts/fuzz-smpp.ts [FRAMES] [SEED], a million by
 * default. Exit 1 if a frame caused a fault of the route itself, or if memory grows.
 */
import { fuzzSmppRoute } from '../test/support/smpp/fuzz-smpp.ts';

const MAX_GROWTH_OCTETS = 20_000_000;

const frames = Number(process.argv[2] ?? 1_000_000);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
console.log(`seed ${seed}`);
const result = await fuzzSmppRoute(frames, seed);
console.log(JSON.stringify(result));
process.exitCode = result.errors.length > 0 || result.heapGrowth > MAX_GROWTH_OCTETS ? 1 : 0;
