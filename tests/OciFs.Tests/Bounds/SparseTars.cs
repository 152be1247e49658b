using System.Text;
using OciFs.Reference;
using OciFs.Reference.Tar;

namespace OciFs.Tests.Bounds;

/// <summary>Layers with sparse files that no disk has (GNU tar manual, "PAX Format, Version 1.0").</summary>
internal static class SparseTars
{
    /// <summary>A file of one byte in every two, with so many runs.</summary>
    public static byte[] OfSegments(int count)
    {
        var map = new StringBuilder().Append(count).Append('\n');
        for (var i = 0; i < count; i++)
            map.Append(2L * i).Append("\n1\n");
        return Of(2L * count, map.ToString(), new string('x', count));
    }

    /// <summary>A file of any length of which a few bytes at its start and at its end are stored.</summary>
    public static byte[] OfLength(long length) => Of(length, $"2\n0\n4\n{length - 3}\n3\n", "headend");

    private static byte[] Of(long length, string map, string data)
    {
        var records = new PaxRecords().Add("GNU.sparse.major", "1").Add("GNU.sparse.minor", "0")
            .Add("GNU.sparse.name", "sparse").Add("GNU.sparse.realsize", $"{length}");
        var padded = map.PadRight((map.Length + 511) / 512 * 512, '\0');
        return new LayerBuilder().AddRecords(records).Add(TestEntry.File("x", padded + data), TarDialect.Ustar)
            .Add(TestEntry.File("rest", "rest")).ToArray();
    }
}
