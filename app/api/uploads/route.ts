import { receiveUpload } from '#server/api/receive-upload.ts';

export const dynamic = 'force-dynamic';
export const runtime = 'nodejs';

export { receiveUpload as POST };
