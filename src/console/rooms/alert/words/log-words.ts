import { defineWords } from '../../../words/i18n.ts';
import { logEn, logFr } from './log-texts.ts';

export const logWords = defineWords('alert-log', logEn, logFr);
