using OciFs.Reference.Tar;
using static OciFs.Reference.TestEntry;

namespace OciFs.Reference.Cases;

/// <summary>Owners, times, devices and extended attributes at the edges of what they may be.</summary>
internal static class MetadataCases
{
    /// <summary>vfs_cap_data of linux/capability.h: cap_net_raw in revision 2, and in revision 3 with a root id.</summary>
    private static readonly ByteString CapabilityV2 = new(Convert.FromHexString("0100000200200000000000000000000000000000"));

    private static readonly ByteString CapabilityV3 = new(Convert.FromHexString("0100000300200000000000000000000000000000e8030000"));

    /// <summary>linux/posix_acl_xattr.h, version 2: user::rwx user:1000:r-x group::r-x mask::rwx other::r-- (tag, permissions, id).</summary>
    private static readonly ByteString Acl = new(Convert.FromHexString(
        "02000000" + "01000700ffffffff" + "02000500e8030000" + "04000500ffffffff" + "10000700ffffffff" + "20000400ffffffff"));

    public static IReadOnlyList<EdgeCase> All { get; } =
    [
        EdgeCase.Of("owner-largest", "uid and gid 2^32-2, in PAX and base-256", new LayerBuilder()
            .Add(File("pax", "1") with { Uid = uint.MaxValue - 1, Gid = uint.MaxValue - 1 })
            .Add(File("gnu", "2") with { Uid = uint.MaxValue - 1, Gid = uint.MaxValue - 1 }, TarDialect.Gnu)
            .Add(Directory("d") with { Uid = 1L << 31, Gid = (1L << 31) - 1 }).Add(Symlink("s", "d") with { Uid = uint.MaxValue - 1 })),
        EdgeCase.Of("mtime-forms", "before 1970, after 2038 and 2106, one nanosecond, more digits than nanoseconds", Times()),
        EdgeCase.Of("mtime-late", "after 2106, within what ext4 holds (2446)", [
            File("y2110", "1") with { Modified = new TarTime(4_417_977_600, 500_000_000) }, Directory("y2440") with { Modified = 14_831_769_600 }]),
        EdgeCase.Of("mtime-early", "before 1970: in PAX with and without a fraction, on a folder and a link", [
            File("y1901", "1") with { Modified = -2_147_483_648 }, File("y1969", "2") with { Modified = new TarTime(-1, 250_000_000) },
            Directory("d") with { Modified = -86_400 }, Symlink("s", "d") with { Modified = -1 }]),
        EdgeCase.Of("device-wide", "device numbers over 8 bits: major up to 4095, minor up to 1048575", new LayerBuilder()
            .Add(CharacterDevice("c", 4095, 1_048_575)).Add(BlockDevice("b", 259, 65_536))
            .Add(CharacterDevice("gnu", 300, 300_000), TarDialect.Gnu).Add(BlockDevice("ustar", 256, 256), TarDialect.Ustar)),
        EdgeCase.Of("xattr-capability", "security.capability of both revisions, on a file, a link to it, and one of another layer",
            [File("v2", "1").WithXattr("security.capability", CapabilityV2), File("v3", "2").WithXattr("security.capability", CapabilityV3),
                HardLink("v2-link", "v2").WithXattr("security.capability", CapabilityV2), File("lost", "3").WithXattr("security.capability", CapabilityV2)],
            [File("lost", "3"), File("got", "4").WithXattr("security.capability", CapabilityV2) with { Uid = 1000 }]),
        EdgeCase.Of("xattr-binary", "values of all byte values and of 2,000 bytes, names that are no UTF-8", [
            File("all", "1").WithXattr("user.all", new ByteString([.. Enumerable.Range(0, 256).Select(value => (byte)value)])),
            File("long", "2").WithXattr("user.long", new string('x', 2000)), File("name", "3").WithXattr("user.\xff\xfe", "1"),
            Directory("d").WithXattr("user.newline", "a\nb\n")]),
        EdgeCase.Of("xattr-acl-default", "an access and a default ACL on a folder, an access ACL on a file, with modes that fit", [
            Directory("d").WithXattr("system.posix_acl_access", Acl).WithXattr("system.posix_acl_default", Acl) with { Mode = 0x1fc },
            File("d/inherits", "1"), Directory("d/sub"), File("f", "2").WithXattr("system.posix_acl_access", Acl) with { Mode = 0x1fc }]),
    ];

    private static LayerBuilder Times() => new LayerBuilder()
        .Add(File("y2038", "1") with { Modified = 2_147_483_648 }).Add(File("y2106", "2") with { Modified = 4_294_967_296 })
        .Add(File("nano", "3") with { Modified = new TarTime(1_500_000_000, 1) })
        .AddRecords(new PaxRecords().Add("mtime", "1500000000.1234567899")).Add(File("digits", "4"))
        .AddRecords(new PaxRecords().Add("mtime", "1500000000.")).Add(File("point", "5"))
        .Add(File("zero", "6") with { Modified = 0 });
}
