import type { Terminal } from '@xterm/xterm';

/** The way out by the keyboard: Tab belongs to the shell. */
export const LEAVE_KEYS = 'Ctrl+Shift+L';

/** Keys that are the page's and not the shell's: copy, paste, and leave. */
export function keepPageKeys(terminal: Terminal, onLeave: () => void): void {
  terminal.attachCustomKeyEventHandler((event) => {
    if (!event.ctrlKey || !event.shiftKey || event.altKey || event.metaKey) return true;
    if (event.code === 'KeyV') return false; // The browser pastes by itself.
    if (event.code !== 'KeyC' && event.code !== 'KeyL') return true;
    event.preventDefault();
    if (event.type !== 'keydown') return false;
    if (event.code === 'KeyC') copySelection(terminal);
    else onLeave();
    return false;
  });
}

/** Without TLS there is no clipboard for scripts; a copy that a key began is still let through. */
function copySelection(terminal: Terminal): void {
  const selected = terminal.getSelection();
  if (selected === '') return;
  if (navigator.clipboard) void navigator.clipboard.writeText(selected);
  else document.execCommand('copy');
}
