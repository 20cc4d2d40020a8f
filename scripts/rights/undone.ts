import { consoleState } from '#server/api/console-state.ts';

/** What was asked is answered as always, and has not happened: the next question finds everything as it was. */
export async function undone<Result>(work: () => Promise<Result>): Promise<Result> {
  const { $client } = consoleState().db;
  $client.exec('begin');
  try {
    return await work();
  } finally {
    $client.exec('rollback');
  }
}
