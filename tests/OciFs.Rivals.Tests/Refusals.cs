namespace OciFs.Rivals.Tests;

/// <summary>Archives that cannot be read to their end, as most were made to be.</summary>
internal static class Refusals
{
    private const string NoTar = "this is not a tar archive";

    /// <summary>What is told of each, and why it is refused where GNU tar does not complain.</summary>
    public static IReadOnlyDictionary<string, (string Told, string? Why)> ByArchive { get; } =
        new Dictionary<string, (string, string?)>(StringComparer.Ordinal)
        {
            ["go/issue10968.tar"] = (NoTar, null),
            ["go/issue12435.tar"] = ("the header's size is not a number", null),
            ["go/neg-size.tar"] = ("the header's size is not a number", null),
            ["go/writer-big-long.tar"] = (Cut(17179869184), null),
            ["go/writer-big.tar"] = (Cut(17179869184), null),
            ["libarchive/libarchive/test/test_compat_plexus_archiver_tar.tar"] =
                ("a single zero block between entries", "line 18: refused by all who unpack images; GNU tar stops there"),
            ["libarchive/libarchive/test/test_read_format_gtar_sparse_skip_entry.tar.Z.tar"] = (Cut(10737411076), null),
            ["libarchive/libarchive/test/test_read_format_tar_invalid_pax_size.tar"] = ("the PAX record size has an impossible value", null),
            ["libcommons-compress-java/COMPRESS-178.tar"] = (NoTar, null),
            ["libcommons-compress-java/COMPRESS-279.tar"] = (Cut(32), null),
            ["libcommons-compress-java/COMPRESS-356.tar"] = (NoTar, null),
            ["libcommons-compress-java/COMPRESS-529.tar"] = (Cut(7), null),
            ["libcommons-compress-java/COMPRESS-530.tar"] = (NoTar, null),
            ["libcommons-compress-java/COMPRESS-544_truncated_in_content.tar"] = (Cut(11), null),
            ["libcommons-compress-java/COMPRESS-544_truncated_in_padding.tar"] = (Cut(2), null),
            ["libcommons-compress-java/COMPRESS-553.tar"] = ("the header's checksum is wrong", null),
            ["libcommons-compress-java/COMPRESS-554.tar"] = (NoTar, null),
            ["libcommons-compress-java/COMPRESS-569.tar"] = (NoTar, null),
            ["node-tar/fixtures/tars/bad-cksum.tar"] = ("the header's checksum is wrong", null),
        };

    private static string Cut(long missing) => $"the archive is cut short, at least {missing} bytes are missing";
}
