const CHARSET = /;\s*charset\s*=\s*(?:"([^"]{1,60})"|([^\s;"]{1,60}))/i;

/** The charset of a Content-Type (RFC 9110, 8.3.2), as it is written; undefined if it names none. */
export const charsetOf = (contentType: string | undefined): string | undefined => {
  const found = CHARSET.exec(contentType?.slice(0, 500) ?? '');
  return found?.[1] ?? found?.[2];
};
