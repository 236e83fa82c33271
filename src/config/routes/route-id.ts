import { z } from 'zod';

export const routeId = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,31}$/,
    'a route id is 1 to 32 of a-z, 0-9 and -, and begins with a letter or digit',
  );
