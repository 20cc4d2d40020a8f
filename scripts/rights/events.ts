/** The events of a stream of the API, without its greeting and its pings. Who stops reading closes it. */
export async function* eventsOf({ body }: Response): AsyncGenerator<string> {
  let text = '';
  for await (const part of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const events = (text + part).split('\n\n');
    text = events.pop() ?? '';
    yield* events.filter((event) => !/^event: (connected|ping)/.test(event));
  }
}
