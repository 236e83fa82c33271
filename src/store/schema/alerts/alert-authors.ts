/**
 * The people who cannot be the second person for an alert. A migration: once released, its statements are never
 * changed.
 */
export const alertAuthors = `
-- JSON, ids: who wrote the scenario and the schedule that the alert was made of. Other authors are in its log.
ALTER TABLE alerts ADD COLUMN authors TEXT NOT NULL DEFAULT '[]';

-- A schedule names who wrote it last. For existing ones the audit log knows.
UPDATE schedules SET definition = json_set(definition, '$.writtenBy', (
  SELECT actor FROM audit
  WHERE subject = 'schedule:' || schedules.id AND action IN ('schedule.create', 'schedule.change')
  ORDER BY id DESC LIMIT 1
))
WHERE EXISTS (
  SELECT 1 FROM audit
  WHERE subject = 'schedule:' || schedules.id AND action IN ('schedule.create', 'schedule.change')
);
`;
