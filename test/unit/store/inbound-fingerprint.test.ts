import { describe, expect, test } from 'vitest';
import { openStore } from '../../support/store/store-on-disk.ts';
