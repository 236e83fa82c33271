type Part = Readonly<Record<string, unknown>>;

const isPart = (value: unknown): value is Part =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One configuration of several: objects are merged, lists are joined, and of other values the last one counts. */
export const mergeConfig = (parts: readonly Part[]): Part => {
  const merged: Record<string, unknown> = {};
  for (const part of parts)
    for (const [key, value] of Object.entries(part)) {
      const before = merged[key];
      if (isPart(before) && isPart(value)) merged[key] = mergeConfig([before, value]);
      else if (Array.isArray(before) && Array.isArray(value)) merged[key] = [...before, ...value];
      else merged[key] = value;
    }
  return merged;
};
