using OciFs.Reference.Trees;

namespace OciFs.Reference.Tests;

/// <summary>The table of a folder that a shell made, against what the corpus' tree.py wrote of it.</summary>
public sealed class TreeTableTests
{
    private const string Script = """
        set -e
        mkdir d 'odd name' && printf content > d/f && chmod 4751 d/f && ln d/f hard && ln -s "$(printf 'to\377\\ x')" link
        mkfifo p && mknod c c 1 3 && mknod b b 259 300 && printf '' > "$(printf '\001\377')" && printf x > '!before' && mkdir d/s
        chown 12:3000000000 d && chown -h 7:8 link && chmod 1777 d && chmod 0 p
        setfattr -n user.k,=y -v v hard && setfattr -n trusted.t -v 0x00ff link --no-dereference 2>/dev/null && setfattr -n user.empty d
        touch -h -d @-1.5 link && touch -d @1234567890.123456789 d/f
        touch -d @1000000000 c b p '!before' "$(printf '\001\377')" 'odd name' d/s
        touch -d @1111111111 d && chmod 755 . && touch -d @1222222222 .
        """;

    /// <summary>The output of tree.py, tabs as "|"; sums are the known SHA-256 of "", "x" and "content".</summary>
    private const string Golden = """
        \x01\xff|f|0644|0|0|0|1|1000000000.000000000|-|-|e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855|-|-
        !before|f|0644|0|0|1|1|1000000000.000000000|-|-|2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881|-|-
        .|d|0755|0|0|-|-|1222222222.000000000|-|-|-|-|-
        b|b|0644|0|0|-|1|1000000000.000000000|259:300|-|-|-|-
        c|c|0644|0|0|-|1|1000000000.000000000|1:3|-|-|-|-
        d|d|1777|12|3000000000|-|-|1111111111.000000000|-|-|-|-|user.empty=
        d/f|f|4751|0|0|7|2|1234567890.123456789|-|-|ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73|d/f|user.k\x2c\x3dy=76
        d/s|d|0755|0|0|-|-|1000000000.000000000|-|-|-|-|-
        hard|f|4751|0|0|7|2|1234567890.123456789|-|-|ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73|d/f|user.k\x2c\x3dy=76
        link|l|0777|7|8|6|1|-2.500000000|-|to\xff\x5c\x20x|-|-|trusted.t=00ff
        odd\x20name|d|0755|0|0|-|-|1000000000.000000000|-|-|-|-|-
        p|p|0000|0|0|-|1|1000000000.000000000|-|-|-|-|-
        """;

    [Fact]
    public void Is_to_the_byte_what_tree_py_writes()
    {
        using var temp = new TempFolder();
        _ = Programs.Output("bash", ["-c", Script], temp.Path);
        Assert.Equal(Golden.Replace('|', '\t') + "\n", TreeTable.Of(temp.Path).ToString());
    }

    [Fact]
    public void Reads_back_what_it_writes()
    {
        var table = TreeTable.Parse(Golden.Replace('|', '\t'));
        Assert.Equal(Golden.Replace('|', '\t') + "\n", table.ToString());
        Assert.Equal(12, table.Rows.Count);
        Assert.Throws<FormatException>(() => TreeTable.Parse("a\tf"));
    }

    [Fact]
    public void Differences_name_path_column_and_both_values()
    {
        var expected = TreeTable.Parse("a|f|0644|0|0|1|1|now|-|-|x|-|-\nb|d|0755|0|0|-|-|1.0|-|-|-|-|-\n".Replace('|', '\t'));
        var actual = TreeTable.Parse("a|f|0600|0|0|1|1|7.0|-|-|x|-|-\nc|d|0755|0|0|-|-|1.0|-|-|-|-|-\n".Replace('|', '\t'));
        Assert.Equal(["a mode: 0644 -> 0600", "-b (d)", "+c (d)"], TreeComparison.Differences(expected, actual), StringComparer.Ordinal);
        Assert.Equal(["-b (d)", "+c (d)"], TreeComparison.Differences(expected, actual, "mode"), StringComparer.Ordinal);
        string[] reverse = ["a mode: 0600 -> 0644", "a mtime: 7.0 -> now", "-c (d)", "+b (d)"];
        Assert.Equal(reverse, TreeComparison.Differences(actual, expected), StringComparer.Ordinal);
        Assert.Empty(TreeComparison.Differences(expected, expected));
    }
}
