// Preloaded into every process of the supervisor. When the supervisor is gone, however it ended, the channel to it
// closes and the process stops in its usual way: nothing is left behind that the next start would run into.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
