// What a text may not hold, wherever it goes: programs' arguments, variables and names end at NUL (POSIX, 3.271), and
// half of a surrogate pair is no text in UTF-8 and would come back as another one.

/** True for what every program, file and database gives back as it was. */
export function isPlainText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}
