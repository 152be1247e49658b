using System.CommandLine;
using OciFs.Cli.Arguments;

namespace OciFs.Cli.Tests;

/// <summary>What cannot be understood of a command line is told in our own words, and names what was typed.</summary>
public sealed class MisuseTests
{
    [Theory]
    [InlineData("ls --platform= ./l", "--platform needs a value")]
    [InlineData("stat -c= ./l /", "-c needs a value")]
    [InlineData("find ./l -name= x", "-name needs a value")]
    [InlineData("ls --json= ./l", "--json takes no value")]
    [InlineData("ls ./l --platform", "--platform needs a value")]
    [InlineData("ls ./l --platform a --platform b", "--platform: once only")]
    [InlineData("diff --layer x ./l", "--layer x: not a number")]
    [InlineData("diff --layer 1 --layer y ./l", "--layer y: not a number")]
    [InlineData("du -d x ./l", "-d x: not a number")]
    [InlineData("du --wasted --top 1k ./l", "--top 1k: not a number")]
    [InlineData("tree -L x ./l", "-L x: not a number")]
    [InlineData("tree -L 99999999999 ./l", "-L 99999999999: too large a number")]
    [InlineData("find ./l -maxdepth x", "-maxdepth x: not a number")]
    [InlineData("cache prune --bytes x", "--bytes x: not a number")]
    [InlineData("check ./l ./l", "./l: one SOURCE only")]
    [InlineData("inspect a b", "b: one IMAGE only")]
    [InlineData("man x", "x: man takes no arguments")]
    [InlineData("cache shwo", "shwo: no such command, did you mean show?")]
    [InlineData("cache clear --json", "--json: no such option")]
    [InlineData("LS ./l", "LS: no such command, did you mean ls?")]
    [InlineData("find ./l -not -name a", "-not: a word of find(1) that is not supported")]
    [InlineData("find ./l -mtime 3", "-mtime: a word of find(1) that is not supported")]
    [InlineData("find ./l -name a -o -name b", "-o: a word of find(1) that is not supported")]
    [InlineData("find ./l -nonsense", "-nonsense: no such option")]
    [InlineData("cat", "IMAGE is missing")]
    [InlineData("cat ./l", "PATH is missing")]
    [InlineData("stat ./shop:app:1.0:/usr/lib", "PATH is missing: IMAGE and PATH are two words here: ocifs stat ./shop:app:1.0 /usr/lib")]
    [InlineData("cat oci:/layout", "PATH is missing")]
    public void WhatIsWrongIsNamed(string typed, string told) => Assert.Equal(told, Of(typed));

    [Theory]
    [InlineData("cache")]
    [InlineData("cache --json")]
    [InlineData("find ./l -print")]
    [InlineData("find ./l -name !")]
    [InlineData("cp -r ./l:/a b")]
    [InlineData("cp -R ./l:/a b")]
    [InlineData("ls ./l -- --json=")]
    [InlineData("mount ./l /mnt -o uid=0")]
    [InlineData("layers --no-trunc ./l")]
    public void WhatCanBeUnderstoodIsNot(string typed) => Assert.Null(Of(typed));

    [Theory]
    [InlineData("-sha256 abc", "-sha256 abc: not 64 hex digits")]
    [InlineData("--size x", "--size x: not a number with c, k, M or G")]
    [InlineData("-newermt yesterday", "-newermt yesterday: not as 2026-11-22 or 2026-11-22T10:00:00Z")]
    [InlineData("-perm x", "-perm x: not octal as 644")]
    [InlineData("-type x", "-type x: not of f, d, l")]
    [InlineData("-maxdepth -1", "-maxdepth -1: not a number from 0")]
    public void ConditionsSayWhatTheyUnderstand(string typed, string told) => Assert.StartsWith(
        told,
        Assert.Throws<UsageException>(() => FindConditions.Of(CommandTree.Create().Parse($"find ./l {typed}"))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("z.tar.gz", "write z.tar, or pipe: ocifs export IMAGE | gzip > z.tar.gz")]
    [InlineData("./a/z.tar.zst", "write ./a/z.tar, or pipe: ocifs export IMAGE | zstd > ./a/z.tar.zst")]
    [InlineData("z.tgz", "write z.tar, or pipe: ocifs export IMAGE | gzip > z.tgz")]
    public void ArchivesAreNotCompressed(string typed, string told) =>
        Assert.Equal($"-o {typed}: it is not compressed: {told}", Assert.Throws<UsageException>(() => ExportTarget.Of(typed)).Message);

    private static string? Of(string typed)
    {
        var words = typed.Split(' ');
        return Misuse.Of(CommandTree.Create().Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null }), words);
    }
}
