import { CODES, each, FIGURES, LOG, USERS, WRITTEN } from './column-classes.ts';

/** The classes of the columns of alerts: see `erasure-columns.ts`. */
export const alertErasure = {
  alert_answers: {
    ...each('impersonal', 'id alert_id inbox_id at standing rank'),
    number: 'number',
    text: 'personal',
    meaning: FIGURES,
  },
  alert_log: { alert_id: 'impersonal', ...LOG },
  alert_recipients: {
    ...each('impersonal', 'alert_id wave message_id'),
    number: 'number',
    contact_id: 'personal',
    language: FIGURES,
  },
  alert_reports: { ...each('impersonal', 'alert_id counted_at purged'), figures: FIGURES },
  alert_test_messages: {
    ...each('impersonal', 'test_id place only_route short language message_id'),
    number: 'number',
    reason: CODES,
  },
  alert_tests: { ...each('impersonal', 'id alert_id at hash'), ...each(USERS, 'by_id by_name') },
  alert_waves: {
    ...each('impersonal', 'alert_id wave kind target started_at valid_until mark undecided done cut swept'),
    ...each('impersonal', 'expected recipients overtaking short step'),
    ...each(WRITTEN, 'content given meaning'),
    cursor: 'number',
  },
  alerts: {
    ...each(
      'impersonal',
      'id version state created_at submitted_at approved_at approved_hash approved_people',
    ),
    ...each(
      'impersonal',
      'launched_at launched_hash launch_key launch_on_approval updated_at finished_at question_until emptied_at cancelled_at',
    ),
    ...each('impersonal', 'submitted_people'),
    ...each('impersonal', 'ends_at end_offered_at end_people escalation'),
    ...each('impersonal', 'went_out_at same_scenario same_texts'),
    ...each('personal', 'created_by created_name submitted_by submitted_name launched_by launched_name'),
    ...each(USERS, 'approved_by approved_name authors'),
    ...each(WRITTEN, 'draft proposed_update'),
  },
} as const;
