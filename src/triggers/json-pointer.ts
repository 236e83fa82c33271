/** The reference tokens of a JSON pointer (RFC 6901); undefined if it is none. */
export const parsePointer = (text: string): readonly string[] | undefined => {
  if (text === '') return [];
  if (!text.startsWith('/') || /~(?![01])/.test(text)) return undefined;
  return text
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
};

/** What a pointer points at; undefined if there is nothing. Sees only what the document itself holds. */
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
