/** The page of AWS where a service's rollouts can be watched. */
export function consoleUrl(region: string, cluster: string, service: string): string {
  const host = region.startsWith('cn-') ? 'console.amazonaws.cn' : `${region}.console.aws.amazon.com`
  const [inCluster, named] = [cluster, service].map((name) => encodeURIComponent(name.split('/').at(-1) ?? name))
  return `https://${host}/ecs/v2/clusters/${inCluster}/services/${named}/deployments?region=${region}`
}
