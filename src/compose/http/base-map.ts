import type { Config } from '../../config/schema.ts';
import type { Log } from '../../kernel/log.ts';
import { MapFile } from '../../people/map/map-file.ts';

/** The configured map. A wrong file only leaves the console without a map: alerts must go out all the same. */
export const mapFileOf = ({ map }: Pick<Config, 'map'>, log: Log): MapFile | undefined =>
  map && new MapFile(map.file, log);
