using System.Globalization;
using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference.Cases;

namespace OciFs.Conformance.Tests.Commands;

/// <summary><c>ocifs find</c> finds what find(1) finds in a mount of the same image, by the same words.</summary>
[Collection(SharedSample.Name)]
public sealed class FindCommandTests(SampleMount mount)
{
    private const int Rounds = 60;

    private static readonly string Source = $"oci:{Layouts.Sample}";

    // Each word with values that some files of the sample meet.
    private static readonly string[][] Words =
    [
        ["-name", "*.so*", "p*", "[a-c]*", "?", "*.d", "[!a-z]*", "README", "["], ["-iname", "readme*", "*PERL*"], ["-path", "*/etc/*", "*lib*so*", "*/[[:digit:]]*"],
        ["-type", "f", "d", "l", "f,l", "c,b,p,s"], ["-size", "+10k", "-2k", "1", "+1M", "0", "100c", "-100c", "+20000w", "2b", "1G"],
        ["-perm", "644", "-4000", "/6000", "-u+x", "/u=s,g=s", "u=rw,go=r", "0755", "-o+w", "a=rx,u+w", "/000"],
        ["-user", "root", "0", "1"], ["-group", "shadow", "0", "mail"], ["-newermt", "2023-01-01", "@1700000000", "2024-06-01 12:00:30"],
        ["-links", "1", "+1", "-3", "2"], ["-empty"], ["-maxdepth", "0", "1", "3"], ["-mindepth", "1", "2", "4"],
    ];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Rounds)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void RandomConditionsFindTheSame(int seed)
    {
        var random = new Random(seed);
        var depths = Words.Where(words => words[0].EndsWith("depth", StringComparison.Ordinal) && random.Next(4) == 0).SelectMany(words => Word(words, random));
        var others = random.GetItems(Words[..^2], random.Next(1, 4)).SelectMany(words => Word(words, random));
        string[] conditions = [.. depths, .. others];
        Same(random.Next(3) switch { 0 => "usr", 1 => "etc", _ => "" }, conditions);
    }

    [Theory]
    [InlineData("lib")]
    [InlineData("lib/")]
    [InlineData("usr//lib/../bin")]
    public void ThePlaceToBeginIsTakenAsFindTakesIt(string start)
    {
        var found = Command.Ocifs("find", Source, start, "-maxdepth", "1").Lines();
        Assert.Equal(mount.Shell($"find {start} -maxdepth 1").Lines().Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void WhatIsNewerThanAFileOfTheImageIsFound()
    {
        var found = Command.Ocifs("find", Source, "etc", "-newer", "/etc/debian_version").Lines();
        Assert.Equal(mount.Shell("find etc -newer etc/debian_version").Lines().Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.NotEmpty(found);
    }

    [Fact]
    public void TheLongFormAndTheDocumentsTellWhatFindTells()
    {
        const string fields = "%p|%y|%m|%n|%U|%G|%s|%T@|%l\\n";
        var documents = Command.Ocifs("find", Source, "--json").Json().AsArray();
        var told = documents.Select(file => string.Join('|', file!.Text("path"), Letter(file!.Text("type")!), file!.Text("mode")!.TrimStart('0'),
            file!["links"], file!["uid"], file!["gid"], file!["size"], file!.Text("modified"), (string?)file!["target"]));
        var expected = mount.Shell($"find . -printf '{fields}'").Lines()
            .Select(line => line.Replace(".|d", "/|d", StringComparison.Ordinal)[(line.StartsWith(".|", StringComparison.Ordinal) ? 0 : 1)..])
            .Select(line => string.Join('|', line.Split('|').Select((field, at) => at == 7 ? Rounded(field) : field)));
        Assert.Equal(expected.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));

        var ours = Command.Run("env", "TZ=UTC", "OCIFS_CACHE=" + IndexCache.Folder, Repository.Executable, "find", Source, "etc", "-user", "0", "-group", "0", "-ls").Lines();
        var theirs = mount.Shell("TZ=UTC find etc -uid 0 -gid 0 -ls").Lines();
        Assert.Equal(theirs.Select(Squeezed).Order(StringComparer.Ordinal), ours.Select(Squeezed).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ContentAndAttributesAreFound()
    {
        var hash = mount.Shell("sha256sum usr/bin/perl").Ok().Split(' ')[0];
        var expected = mount.Shell($"find . -type f -exec sha256sum {{}} + | grep ^{hash}").Lines().Select(line => line[67..]).ToArray();
        Assert.Equal(expected.Order(StringComparer.Ordinal), Command.Ocifs("find", Source, "--sha256", hash).Lines().Order(StringComparer.Ordinal));
        Assert.Equal(expected.Order(StringComparer.Ordinal).Where(path => path.StartsWith("/usr/bin/perl5", StringComparison.Ordinal)),
            Command.Ocifs("find", Source, "--sha256", hash.ToUpperInvariant(), "--name", "perl5*").Lines(), StringComparer.Ordinal);

        // The kernel gives nobody an attribute user.* of a symbolic link (xattr(7)).
        var layered = Command.Ocifs("find", Source, "-layer", "1", "-type", "f,d", "--null").Ok().Split('\0', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            mount.Shell("find . -type f,d -exec sh -c '[ \"$(getfattr --only-values -hn user.ocifs.layer \"$1\" 2>/dev/null)\" = 01 ]' sh {} \\; -print").Lines()
                .Select(path => path == "." ? "/" : path[1..]).Order(StringComparer.Ordinal),
            layered.Order(StringComparer.Ordinal));
        const string list = "find . -exec getfattr -hm - {} + 2>/dev/null";
        var attributed = mount.Shell($"{list} | sed -n 's/^# file: //p'").Lines().Select(path => $"/{path}");
        var names = mount.Shell($"{list} | grep -v -e '^#' -e '^$' | sort -u").Lines();
        Assert.Equal(attributed.Order(StringComparer.Ordinal), names.SelectMany(name => Command.Ocifs("find", Source, "-xattr", name).Lines()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("-type", "f")]
    [InlineData("-name", "f*")]
    [InlineData("-type", "l", "-name", "?")]
    [InlineData("-size", "+0", "-type", "f,l")]
    [InlineData("-type", "d", "-empty")]
    public void OddImagesAreSearchedAsFindSearchesThem(params string[] conditions)
    {
        using var cases = new CorpusMount();
        var source = $"oci:{Corpora.Given.Layout}";
        var images = Command.Ocifs("images", "--json", source).Json().AsArray().Select(image => image!.Text("name")!).ToArray();
        var expected = images.SelectMany(image => Command.Shell("cd \"$1\" && shift && exec find rootfs/ \"$@\" -print0", [cases[image], .. conditions])
            .Output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(path => $"{source}:{image}:{path["rootfs".Length..]}"));
        var found = Command.Ocifs(["find", source, .. conditions, "-print0"]).Output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.NotEmpty(found);
    }

    [Theory]
    [InlineData("-perm", "999")]
    [InlineData("-perm", "u~s")]
    [InlineData("-size", "k")]
    [InlineData("-size", "1x")]
    [InlineData("-type", "q")]
    [InlineData("-newermt", "some day")]
    [InlineData("-links", "many")]
    [InlineData("-maxdepth", "-1")]
    [InlineData("--sha256", "abc")]
    public void WhatCannotBeUnderstoodIsUsage(string option, string value) => Command.Ocifs("find", Source, option, value).FailsInOneLine(2, option);

    [Fact]
    public void WhatIsNotThereIsToldAndTheRestIsFound()
    {
        var result = Command.Ocifs("find", Source, "nowhere", "etc/passwd");
        result.FailsInOneLine(1, "nowhere");
        Assert.Equal("etc/passwd\n", result.Output);
        Command.Ocifs("find", Source, "-user", "nobody-of-that-name").FailsInOneLine(1, "nobody-of-that-name");
    }

    private static string[] Word(string[] words, Random random) => words.Length == 1 ? words : [words[0], words[random.Next(1, words.Length)]];

    // One blank between words: columns are as wide as they have to be.
    private static string Squeezed(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Letter(string type) => type switch { "directory" => "d", "symlink" => "l", "character-device" => "c", "block-device" => "b", "fifo" => "p", _ => "f" };

    // find prints ten digits, of which the last is none of the time.
    private static string Rounded(string time) => decimal.Parse(time, CultureInfo.InvariantCulture).ToString("0.000000000", CultureInfo.InvariantCulture);

    private void Same(string start, string[] conditions)
    {
        string[] where = start.Length == 0 ? [] : [start];
        var expected = Command.Shell("cd \"$1\" && shift && exec find \"$@\"", [mount.RootFs, start.Length == 0 ? "." : start, .. Numbers(conditions)]).Lines()
            .Select(path => start.Length > 0 ? path : path == "." ? "/" : path[1..]);
        var found = Command.Ocifs(["find", Source, .. where, .. conditions]).Lines();
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    // Groups of the image need not be groups of this machine.
    private static IEnumerable<string> Numbers(string[] conditions) => conditions.Select(word => word switch { "shadow" => "42", "mail" => "8", _ => word });
}
