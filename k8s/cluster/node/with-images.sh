# Makes a node image that carries further images, those of the suite: run in a container of a node image, which is then
# committed (harness/cluster, NodeWithImages). Every image is unpacked here, too: else each of three nodes would do so, on
# the two cores on which the suite starts.
#
#   /images.tar   the further images
#   /volume       a volume: containerd cannot unpack onto the container's own file system
set -eu
unpacked=/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs
mkdir -p $unpacked
mount --bind /volume $unpacked
containerd >/tmp/containerd.log 2>&1 &
containerd=$!
for second in 1 2 3 4 5 6 7 8 9 10; do ctr version >/dev/null 2>&1 && break; sleep 1; done
ctr -n k8s.io images import --local --no-unpack /images.tar || { cat /tmp/containerd.log; exit 1; }
for manifest in $(ctr -n k8s.io images ls | awk 'NR > 1 { print $3 }' | sort -u); do
  ctr -n k8s.io snapshots unpack "$manifest" || echo "left to the nodes: $manifest"
done
kill $containerd
wait $containerd # told to end, it closes its databases and says 0: else they would not be copied whole
umount $unpacked
# A node's /var is a volume, and a new one is filled with a copy of what the image has there. Links are soon copied, and lead
# all nodes to the same files; what a node unpacks itself lies beside them.
mkdir -p /unpacked $unpacked/snapshots
chmod 700 $unpacked $unpacked/snapshots
cp -a /volume/metadata.db $unpacked/
cp -a /volume/snapshots/. /unpacked/
for snapshot in /unpacked/*; do ln -s "$snapshot" $unpacked/snapshots/; done
rm -rf /tmp/* /run/containerd /run/nri
