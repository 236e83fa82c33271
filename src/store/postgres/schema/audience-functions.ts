/** Where Unicode has marks: no other plane has any. */
const PLANES = [0x0, 0x1, 0xe];
const PLANE = 0x1_0000;
const PIECE = 0x1000;

/** The marks that `plainName` leaves out, as ranges within the brackets of a regular expression. */
const marks = (): string => {
  const characters = PLANES.flatMap((plane) =>
    Array.from({ length: PLANE / PIECE }, (_, piece) =>
      String.fromCodePoint(...Array.from({ length: PIECE }, (_, at) => plane * PLANE + piece * PIECE + at)),
    ),
  ).join('');
  const escaped = (character: string | undefined): string =>
    `\\U${(character?.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`;
  return [...characters.matchAll(/\p{M}+/gu)]
    .map(([run]) => [...run])
    .map((run) => `${escaped(run[0])}-${escaped(run.at(-1))}`)
    .join('');
};

// What `\s` of JavaScript finds.
const BLANK = String.raw`[\u0009-\u000d\u0020\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]`;

/** From here on JavaScript rounds a number to Infinity. */
const LARGEST = 2n ** 1024n - 2n ** 970n;

/**
 * The functions that `src/store/audience/functions.ts` gives SQLite in JavaScript, with the same results.
 *
 * - `as_number`: numbers that are too large or too small are infinite or 0, instead of an error
 * - `in_place`: takes a place as `placeNumbers` writes it; it has the boundary rule of `src/kernel/shape`
 */
export const audienceFunctions = (): string => `
  CREATE FUNCTION plain_name(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    -- With nothing but a sign before it, PostgreSQL takes a sigma for the last letter of a word: hence the blank.
    SELECT substr(lower(' ' || regexp_replace(normalize(name, NFKD), '[${marks()}]', '', 'g')
      COLLATE "pg_unicode_fast"), 2)
  $$;
  CREATE FUNCTION as_number(value text) RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT AS $$
    DECLARE
      found text := replace((regexp_match(value,
        '^${BLANK}*([+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+))${BLANK}*$'))[1], ',', '.');
    BEGIN
      RETURN CASE
        WHEN length(found) <= 300 THEN found::double precision
        WHEN abs(found::numeric) >= ${LARGEST} THEN sign(found::numeric) * 'Infinity'::double precision
        WHEN abs(found::numeric) < 2.4703282292062328e-324 THEN 0
        ELSE found::double precision END;
    END
  $$;
  CREATE FUNCTION in_edges(edges double precision[], lat double precision, lon double precision) RETURNS boolean
  LANGUAGE plpgsql IMMUTABLE COST 1000 AS $$
    DECLARE
      inside boolean := false;
      from_lat double precision;
      from_lon double precision;
      to_lat double precision;
      to_lon double precision;
      across double precision;
    BEGIN
      FOR edge IN 0 .. cardinality(edges) / 4 - 1 LOOP
        from_lat := edges[4 * edge + 1];
        to_lat := edges[4 * edge + 3];
        CONTINUE WHEN lat < least(from_lat, to_lat) OR lat > greatest(from_lat, to_lat);
        from_lon := edges[4 * edge + 2];
        to_lon := edges[4 * edge + 4];
        across := (to_lat - from_lat) * (lon - from_lon) - (to_lon - from_lon) * (lat - from_lat);
        IF across = 0 AND lon >= least(from_lon, to_lon) AND lon <= greatest(from_lon, to_lon) THEN
          RETURN true;
        END IF;
        IF (to_lat > lat) <> (from_lat > lat) AND (across < 0) = (to_lat > from_lat) THEN
          inside := NOT inside;
        END IF;
      END LOOP;
      RETURN inside;
    END
  $$;
  CREATE FUNCTION in_circle(
    centre_lat double precision, centre_lon double precision, cos_lat double precision, half double precision,
    lat double precision, lon double precision
  ) RETURNS boolean LANGUAGE plpgsql IMMUTABLE COST 100 AS $$
    DECLARE
      d_lat double precision := sin((lat - centre_lat) * pi() / 180 / 2);
      d_lon double precision := sin((lon - centre_lon) * pi() / 180 / 2);
    BEGIN
      RETURN d_lat * d_lat + cos_lat * cos(lat * pi() / 180) * d_lon * d_lon <= half;
    END
  $$;
  -- PostgreSQL refuses products that are too small for a number, so degrees as small as that are none.
  CREATE FUNCTION degrees_of(one double precision) RETURNS double precision LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN abs(one) < 1e-100 THEN 0 ELSE one END
  $$;
  -- The band of a latitude. Its edges begin at the place that element 5 + band says.
  CREATE FUNCTION band_of(place double precision[], lat double precision) RETURNS integer
  LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN lat - place[2] < 1e-100 THEN 0
                ELSE cast(least(place[4] - 1, floor((lat - place[2]) * place[3])) AS integer) END
  $$;
  CREATE FUNCTION in_place(place double precision[], lat double precision, lon double precision) RETURNS boolean
  LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN place[1] = 0
      THEN in_circle(place[2], place[3], place[4], place[5], degrees_of(lat), degrees_of(lon))
      ELSE in_edges(
        place[cast(place[5 + band_of(place, lat)] AS integer) : cast(place[6 + band_of(place, lat)] AS integer) - 1],
        degrees_of(lat), degrees_of(lon)) END
  $$;
`;
