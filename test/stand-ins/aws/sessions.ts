import { account } from './images.ts'

/** STS: sessions of a role, each with its own key, and how long they last. */
export function createSessions() {
  let given = 0
  let lifeMs = 3_600_000
  const over = new Set<string>()

  return {
    /** How long the sessions given from now on last. */
    last(ms: number) {
      lifeMs = ms
    },
    /** Every session given so far is over, though it was to last longer. */
    end() {
      for (let number = 1; number <= given; number++) over.add(`ASIASTANDIN${number}`)
    },
    isOver: (key: string) => over.has(key),
    assumeRole(role: string) {
      const number = ++given
      return `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
        <AssumedRoleUser><AssumedRoleId>AROA:slipway</AssumedRoleId><Arn>${role}</Arn></AssumedRoleUser>
        <Credentials>
          <AccessKeyId>ASIASTANDIN${number}</AccessKeyId>
          <SecretAccessKey>secret-of-session-${number}</SecretAccessKey>
          <SessionToken>token-of-session-${number}</SessionToken>
          <Expiration>${new Date(Date.now() + lifeMs).toISOString()}</Expiration>
        </Credentials>
      </AssumeRoleResult></AssumeRoleResponse>`
    },
    getCallerIdentity: () => `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
      <GetCallerIdentityResult><Arn>arn:aws:iam::${account}:user/slipway</Arn><UserId>AIDA</UserId>
      <Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
  }
}

export type Sessions = ReturnType<typeof createSessions>
