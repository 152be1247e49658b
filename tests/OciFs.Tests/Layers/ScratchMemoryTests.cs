using OciFs.Layers;
using OciFs.Reference;

namespace OciFs.Tests.Layers;

/// <summary>What is put into a table stays there, wherever the table moves while it grows.</summary>
public sealed class ScratchMemoryTests
{
    private const int Rows = 3_000_000;

    [Fact]
    public void RowsOutliveTheMoveIntoAFile()
    {
        using var folder = new TempFolder();
        using var table = new ScratchTable<ulong>(new CacheFolder(folder["cache"]));
        Fill(table);
        Assert.Empty(Directory.GetFiles(folder["cache"]));
        Assert.Contains(Mappings(), line => line.Contains(folder["cache"], StringComparison.Ordinal) && line.EndsWith("(deleted)", StringComparison.Ordinal));
    }

    [Fact]
    public void WithoutAFolderRowsStayInMemory()
    {
        using var table = new ScratchTable<ulong>(null);
        Fill(table);
    }

    /// <summary>A file stands where the folder should be.</summary>
    [Fact]
    public void WhereNoFileCanBeMadeRowsStayInMemory()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["cache"], "");
        using var table = new ScratchTable<ulong>(new CacheFolder(folder["cache"]));
        Fill(table);
    }

    [Fact]
    public void DisposingTwiceIsHarmless()
    {
        using var folder = new TempFolder();
        var table = new ScratchTable<ulong>(new CacheFolder(folder["cache"]));
        Fill(table);
        table.Dispose();
        table.Dispose();
        Assert.DoesNotContain(Mappings(), line => line.Contains(folder["cache"], StringComparison.Ordinal));
    }

    private static string[] Mappings() => File.ReadAllLines("/proc/self/maps");

    private static void Fill(ScratchTable<ulong> table)
    {
        for (ulong row = 0; row < Rows; row++)
            table.Add(row * 0x9E3779B97F4A7C15);
        for (uint row = 0; row < Rows; row++)
        {
            if (table[row] != row * 0x9E3779B97F4A7C15)
                Assert.Fail($"row {row} is {table[row]:x}");
        }
    }
}
