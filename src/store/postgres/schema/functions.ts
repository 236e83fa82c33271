import { audienceFunctions } from './audience-functions.ts';

/**
 * A document as JSON. PostgreSQL refuses to read a document in which any text has the character NUL or half of a
 * surrogate pair, which a phone may send: NUL is read as the sign for it, and a half is left out.
 */
const JSON_OF = String.raw`(CASE WHEN strpos(document, '\u') = 0 THEN document ELSE
  regexp_replace(regexp_replace(document, '(?<!\\)((?:\\\\)*)\\u0000', '\1\\u2400', 'g'),
    '(?<!\\)((?:\\\\)*)(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|(?<!\\)((?:\\\\)*)\\u[dD][89a-fA-F][0-9a-fA-F]{2}',
    '\1\2\3', 'g') END)::jsonb`;

/**
 * The functions of SQLite that Tocsin's statements use and PostgreSQL does not have. They are plain SQL, so that the
 * planner puts their text in the place of each call. Those that an index uses call no other one of these, since
 * PostgreSQL builds indexes without our search path (postgresql.org/docs/current/sql-createindex.html).
 */
export const functions = (): string => `
  CREATE FUNCTION json_each(document text) RETURNS TABLE (key text, value text) LANGUAGE sql IMMUTABLE AS $$
    SELECT cast(place - 1 AS text), element
      FROM jsonb_array_elements_text(
        CASE jsonb_typeof(${JSON_OF}) WHEN 'array' THEN ${JSON_OF} ELSE '[]' END)
      WITH ORDINALITY AS elements (element, place)
    UNION ALL SELECT fields.key, fields.value
      FROM jsonb_each_text(CASE jsonb_typeof(${JSON_OF}) WHEN 'object' THEN ${JSON_OF} ELSE '{}' END) AS fields
  $$;
  CREATE FUNCTION json_extract(document text, path text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_path_query_first(${JSON_OF}, path::jsonpath) #>> '{}'
  $$;
  -- SQLite takes a path, or the name of a field.
  CREATE FUNCTION json_text(document text, field text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN field LIKE '$%' THEN jsonb_path_query_first(${JSON_OF}, field::jsonpath) #>> '{}'
                ELSE ${JSON_OF} ->> field END
  $$;
  CREATE OPERATOR ->> (LEFTARG = text, RIGHTARG = text, FUNCTION = json_text);
  CREATE FUNCTION json_type(document text, path text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE jsonb_typeof(jsonb_path_query_first(${JSON_OF}, path::jsonpath))
      WHEN 'boolean' THEN json_extract(document, path)
      WHEN 'string' THEN 'text'
      ELSE jsonb_typeof(jsonb_path_query_first(${JSON_OF}, path::jsonpath)) END
  $$;
  CREATE FUNCTION glob(pattern text, value text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT value ~ ('^' || replace(replace(
      regexp_replace(pattern, '([.+^$(){}|\\\\])', '\\\\\\1', 'g'), '*', '.*'), '?', '.') || '$')
  $$;
  CREATE FUNCTION instr(hay text, needle text) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT cast(strpos(hay, needle) AS bigint)
  $$;
  CREATE FUNCTION max(a bigint, b bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE greatest(a, b) END
  $$;
  CREATE FUNCTION min(a bigint, b bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE least(a, b) END
  $$;
  ${audienceFunctions()}
`;
