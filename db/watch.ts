// A commit by any process moves SQLite's data_version. Polling it costs microseconds; it is the product's only bus.
import Sqlite from 'better-sqlite3';

export type Watch = { close(): void };

/**
 * Calls `onChange` soon after every commit to `file` by any connection, including this process's own.
 * Several commits may give one call. It is a hint: read the database to learn what is true.
 */
export function watchDb(file: string, onChange: () => void, everyMs = 20): Watch {
  const client = new Sqlite(file, { readonly: true });
  const statement = client.prepare('PRAGMA data_version').pluck();
  let seen = statement.get();
  const timer = setInterval(() => {
    const now = statement.get();
    if (now === seen) return;
    seen = now;
    onChange();
  }, everyMs);
  return {
    close() {
      clearInterval(timer);
      client.close();
    },
  };
}
