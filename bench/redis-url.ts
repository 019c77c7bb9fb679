/** The Redis to measure on: the configured one, else that of this machine. */
export const redisUrl = () => process.env['REDIS_URL'] || process.env['TEST_REDIS_URL'] || 'redis://127.0.0.1:6379'
