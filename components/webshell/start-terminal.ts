// A terminal in the page, and a shell behind it. xterm.js is loaded when the first one is wanted.
import type { Terminal } from '@xterm/xterm';
import { withNonceStyles } from '#components/webshell/nonce-styles.ts';
import { ShellConnection } from '#components/webshell/shell-connection.ts';
import { keepPageKeys } from '#components/webshell/terminal-keys.ts';
import { onThemeChange, terminalTheme } from '#components/webshell/terminal-theme.ts';
import type { ShellNews } from '#server/domain/shell-protocol.ts';

export type TerminalOrder = {
  /** Filled by the terminal; its colours are the terminal's. */
  frame: HTMLElement;
  /** What screen readers call it. */
  label: string;
  /** Asks the console for a ticket. What it throws is for the caller. */
  ask: () => Promise<{ url: string; ticket: string }>;
  onNews: (news: ShellNews) => void;
  onLost: () => void;
  onTyped: () => void;
  onLeave: () => void;
  /** Ends all of it. */
  signal: AbortSignal;
};

export type StartedTerminal = {
  type: (text: string) => void;
  /** Ends the shell; what it showed stays on the screen. */
  stop: () => void;
};

/** Throws what `ask` throws; null where the signal came first. */
export async function startTerminal(order: TerminalOrder): Promise<StartedTerminal | null> {
  const { frame, signal } = order;
  const [{ Terminal }, { FitAddon }] = await Promise.all([
    import('@xterm/xterm'),
    import('@xterm/addon-fit'),
  ]);
  if (signal.aborted) return null;
  Terminal.strings.promptLabel = order.label;
  const terminal = new Terminal({ ...LOOK, fontFamily: getComputedStyle(frame).fontFamily });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  signal.addEventListener('abort', () => terminal.dispose(), { once: true });
  withNonceStyles(() => terminal.open(frame));
  const paint = () => {
    terminal.options.theme = terminalTheme(frame);
  };
  paint();
  onThemeChange(paint, signal);
  keepPageKeys(terminal, order.onLeave);
  fit.fit();
  const answer = await order.ask();
  if (signal.aborted) return null;
  const connection = connect(terminal, answer, order);
  followSize(terminal, frame, () => fit.fit(), connection, signal);
  terminal.focus();
  return {
    type(text) {
      terminal.input(text);
      terminal.focus();
    },
    stop() {
      connection.close();
      rest(terminal);
    },
  };
}

const LOOK = { fontSize: 13, cursorBlink: true, scrollback: 5_000, minimumContrastRatio: 4.5 };

function connect(
  terminal: Terminal,
  { url, ticket }: { url: string; ticket: string },
  { onNews, onLost, onTyped, signal }: TerminalOrder,
): ShellConnection {
  const size = { columns: terminal.cols, rows: terminal.rows };
  const connection = new ShellConnection(url, ticket, size, {
    onOutput: (bytes) => terminal.write(bytes, () => connection.noteShown(bytes.length)),
    onNews(news) {
      if (news.kind === 'ended' || news.kind === 'refused') rest(terminal);
      if (news.kind === 'opened') connection.resize({ columns: terminal.cols, rows: terminal.rows });
      onNews(news);
    },
    onLost() {
      rest(terminal);
      onLost();
    },
  });
  terminal.onData((text) => {
    connection.type(text);
    onTyped();
  });
  signal.addEventListener('abort', () => connection.close(), { once: true });
  return connection;
}

/** Nothing is behind it any more. */
function rest(terminal: Terminal): void {
  terminal.options.disableStdin = true;
  terminal.options.cursorBlink = false;
}

function followSize(
  terminal: Terminal,
  frame: HTMLElement,
  fit: () => void,
  connection: ShellConnection,
  signal: AbortSignal,
): void {
  const observer = new ResizeObserver(() => requestAnimationFrame(() => signal.aborted || fit()));
  observer.observe(frame);
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
  terminal.onResize(({ cols, rows }) => connection.resize({ columns: cols, rows }));
}
