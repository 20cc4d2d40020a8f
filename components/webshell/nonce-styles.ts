/**
 * Runs `work`, and gives every style element that it makes the nonce of this page: xterm.js writes its measures and
 * colours into such elements, and the console's policy lets in none without (decision 032).
 */
export function withNonceStyles<Result>(work: () => Result): Result {
  const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';
  const create = document.createElement;
  const creating = (name: string, options?: ElementCreationOptions): HTMLElement => {
    const element = create.call(document, name, options);
    if (name === 'style') element.nonce = nonce;
    return element;
  };
  Object.defineProperty(document, 'createElement', { configurable: true, value: creating });
  try {
    return work();
  } finally {
    Reflect.deleteProperty(document, 'createElement'); // The one of all documents is there again.
  }
}
