import type { TellMigration } from '../../domain/operation/upgrade/migration.ts';
import { nameOf, type StorePlace } from '../place.ts';
import { migrations } from '../schema/migrations.ts';
import type { Gateway } from './gateway/gateway.ts';
import { NodeGateway } from './gateway/node.ts';
import { SoleGateway } from './gateway/sole.ts';
import { PostgresDb } from './postgres-db.ts';
import { migrate } from './schema/migrate.ts';

type PostgresPlace = Extract<StorePlace, { kind: 'postgres' }>;

/**
 * Connects to the server for writing, and creates or migrates the schema.
 * @param tell what is told while an older schema is migrated
 * @throws PostgresError if the server can't be reached, or if the place is a gateway's and other gateways don't let it
 * in; Error if a newer version of Tocsin made the schema
 */
export const openPostgresForWriting = (place: PostgresPlace, tell?: TellMigration): PostgresDb => {
  const gateway = gatewayOf(place);
  const db = new PostgresDb({ url: place.url, isReadOnly: false, name: nameOf(place) }, gateway);
  try {
    migrate(db, gateway?.isAlone === true, tell);
    gateway?.register(db, migrations.length);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

const gatewayOf = (place: PostgresPlace): Gateway | undefined => {
  if (place.node !== undefined) return new NodeGateway(place.node, nameOf(place));
  return place.isSole === true ? new SoleGateway(nameOf(place)) : undefined;
};

/**
 * Connects to the server for lists and reports, which read beside the writer.
 * @param hears the name of the node that hears by this connection what the others tell
 * @throws PostgresError if the server can't be reached
 */
export const openPostgresForReading = (url: string, hears?: string): PostgresDb =>
  new PostgresDb({ url, isReadOnly: true, name: nameOf({ kind: 'postgres', url }), hears });
