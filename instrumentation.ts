/** Next calls it once, before its server takes the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { letUploadsTakeLong } = await import('#server/api/long-uploads.ts');
    letUploadsTakeLong();
    await import('#server/api/console-door.ts');
  }
}
