/** Who is no second person for an alert. A migration: landed, so never edited, only followed. */
export const alertAuthors = `
-- Beside those in the log: who wrote the scenario and the schedule that it was made of. JSON, the ids.
ALTER TABLE alerts ADD COLUMN authors TEXT NOT NULL DEFAULT '[]';

-- Schedules say who wrote them last; of those that are there, the audit knows.
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
