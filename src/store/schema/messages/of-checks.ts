/** A migration: once released, its statements are never changed. */
export const messagesOfChecks = `
  -- Each message that arrives at an ear is compared with the checks that were sent to it. Only checks are in the index:
  -- it is small however many messages there are, and costs other messages nothing. The owners are those in
  -- domain/operation/ear.ts.
  CREATE INDEX messages_of_checks ON messages (recipient, id) WHERE owner IN ('drill', 'heartbeat');
`;
