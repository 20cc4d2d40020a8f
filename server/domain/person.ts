// What a person says of themselves.
import { z } from 'zod';

const MAX_NAME_LENGTH = 40;
/** RFC 5321 §4.5.3.1.3, without the angle brackets. */
const MAX_EMAIL_LENGTH = 254;

export const personNameSchema = z
  .string()
  .trim()
  .min(1, 'person_name_required')
  .max(MAX_NAME_LENGTH, 'person_name_too_long')
  .regex(/^\P{C}*$/u, 'person_name_characters');

/** In lower case: how accounts are told apart. */
export const emailSchema = z.email('email_invalid').max(MAX_EMAIL_LENGTH, 'email_invalid').toLowerCase();
