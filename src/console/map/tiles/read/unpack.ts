import { BadArchive } from './limits.ts';

/** Unpacks gzip, and stops at the limit: a few octets can stand for gigabytes. */
export const unpack = async (packed: Uint8Array<ArrayBuffer>, most: number): Promise<Uint8Array> => {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      length += next.value.length;
      if (length > most) throw new BadArchive(`more than ${most} octets`);
      parts.push(next.value);
    }
  } catch (error) {
    void reader.cancel().catch(() => {});
    throw error instanceof BadArchive ? error : new BadArchive('no gzip', { cause: error });
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};
