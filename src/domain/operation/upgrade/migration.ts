/** What is told when a step of bringing an older store to this version begins. */
export type MigrationStep =
  | { readonly kind: 'copy'; readonly file: string; readonly octets: number }
  /** Migration `number` of those up to `last`. `octets`: the size of the store, where it is known. */
  | {
      readonly kind: 'migration';
      readonly number: number;
      readonly last: number;
      readonly name: string;
      readonly octets: number | undefined;
    }
  | { readonly kind: 'commit' };

export type TellMigration = (step: MigrationStep) => void;
