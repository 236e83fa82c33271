/** Parses a JSON pointer (RFC 6901) into its tokens; undefined if the text is none. */
export const parsePointer = (text: string): readonly string[] | undefined => {
  if (text === '') return [];
  if (!text.startsWith('/') || /~(?![01])/.test(text)) return undefined;
  return text
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
};

/**
 * The value that a pointer points at; undefined if there is none. Reads only the document's own properties, not
 * inherited ones.
 */
export const follow = (document: unknown, pointer: readonly string[]): unknown => {
  let value = document;
  for (const token of pointer) {
    if (Array.isArray(value)) value = /^(?:0|[1-9]\d{0,8})$/.test(token) ? value[Number(token)] : undefined;
    else if (typeof value === 'object' && value !== null && Object.hasOwn(value, token)) {
      value = (value as Record<string, unknown>)[token];
    } else return undefined;
  }
  return value;
};
