using OciFs.Reference.Apply;
using OciFs.Reference.Tar;

namespace OciFs.Reference.Stacks;

/// <summary>The features of single entries.</summary>
internal static class EntryCensus
{
    private static readonly (StackFeature Feature, Func<TestEntry, bool> Has)[] All =
    [
        (StackFeature.GlobalHeader, entry => entry.Type == EntryType.PaxGlobal),
        (StackFeature.DialectPax, entry => entry.Dialect is TarDialect.Pax or TarDialect.PaxSparse00 or TarDialect.PaxSparse01),
        (StackFeature.DialectGnu, entry => entry.Dialect == TarDialect.Gnu),
        (StackFeature.DialectUstar, entry => entry.Dialect == TarDialect.Ustar && entry.Type != EntryType.PaxGlobal),
        (StackFeature.DialectV7, entry => entry.Dialect == TarDialect.V7),
        (StackFeature.DialectStar, entry => entry.Dialect == TarDialect.Star),
        (StackFeature.SparseOldGnu, entry => entry.Content.IsSparse && entry.Dialect == TarDialect.Gnu),
        (StackFeature.SparsePax00, entry => entry.Content.IsSparse && entry.Dialect == TarDialect.PaxSparse00),
        (StackFeature.SparsePax01, entry => entry.Content.IsSparse && entry.Dialect == TarDialect.PaxSparse01),
        (StackFeature.SparsePax10, entry => entry.Content.IsSparse && entry.Dialect == TarDialect.Pax),
        (StackFeature.SparseAllHole, entry => entry.Content is { IsSparse: true, Segments.Count: 0 }),
        (StackFeature.SparseTrailingHole, entry => entry.Content.Segments is [.., var last] && last.Offset + last.Data.Length < entry.Content.Length),
        (StackFeature.LongContent, entry => entry.Content is { IsSparse: false, Length: > 128 << 10 }),
        (StackFeature.Xattr, entry => entry.Xattrs.Count > 0),
        (StackFeature.XattrCapability, entry => entry.Xattrs.ContainsKey("security.capability")),
        (StackFeature.XattrAcl, entry => entry.Xattrs.ContainsKey("system.posix_acl_access")),
        (StackFeature.XattrBinary, entry => entry.Xattrs.ContainsKey("user.binary")),
        (StackFeature.XattrEmpty, entry => entry.Xattrs.Values.Any(value => value.IsEmpty)),
        (StackFeature.TimeBefore1970, entry => entry.Modified.Seconds < 0),
        (StackFeature.TimeAfter2038, entry => entry.Modified.Seconds > int.MaxValue),
        (StackFeature.TimeBelowSeconds, entry => entry.Modified.Nanoseconds != 0),
        (StackFeature.OwnerOver21Bits, entry => entry.Uid >> 21 > 0 || entry.Gid >> 21 > 0),
        (StackFeature.OwnerOver32Bits, entry => entry.Uid >> 32 > 0 || entry.Gid >> 32 > 0),
        (StackFeature.OwnerNegative, entry => entry.Uid < 0 || entry.Gid < 0),
        (StackFeature.DeviceOver8Bits, entry => entry is { DeviceMajor: > 255, DeviceMinor: > 255 }),
        (StackFeature.NameNotUtf8, entry => entry.Name.Span.Contains((byte)0xff)),
        (StackFeature.NameOfControls, entry => entry.Name.Span.Contains((byte)'\n')),
        (StackFeature.NameOver100Bytes, entry => entry.Name.Length > 100),
        (StackFeature.NameOver255Bytes, entry => TreePath.Components(entry.Name).Any(name => name.Length > 255)),
        (StackFeature.LinkTargetOver100Bytes, entry => entry.Target.Length > 100),
        (StackFeature.RootEntry, entry => entry.Type == EntryType.Directory && TreePath.Clean(entry.Name, out _).IsEmpty),
        (StackFeature.NameThatLeaves, entry => TreePath.Clean(entry.Name, out var left).Length >= 0 && left),
        (StackFeature.NameWithDots, entry => TreePath.Components(entry.Name).Contains("..")),
    ];

    public static IEnumerable<StackFeature> Of(TestEntry entry) => All.Where(row => row.Has(entry)).Select(row => row.Feature);
}
