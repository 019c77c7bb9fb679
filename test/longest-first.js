import Sequencer from '@jest/test-sequencer'

/** Files that play whole deployments: one that begins last would be waited for alone. */
const isLong = ({ path }) => /\/(lifecycle|transcripts)\/|\/(demo|kill|shell)\.test\.ts$/.test(path)

/** The order of Jest, by the time a file took before or by its size, but the long ones first also on a first run. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const ordered = super.sort(tests)
    return [...ordered.filter(isLong), ...ordered.filter((test) => !isLong(test))]
  }
}
