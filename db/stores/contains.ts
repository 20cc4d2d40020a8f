import { type Column, type SQL, sql } from 'drizzle-orm';

/** True where the column holds the text, every character of it taken as it is; ASCII letters in either case. */
export function contains(column: Column, text: string): SQL {
  const pattern = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return sql`${column} like ${pattern} escape '\\'`;
}
