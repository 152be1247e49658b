namespace OciFs.Rivals.Tests;

/// <summary>Every archive with which other projects test their readers: what we show of it is what the tools unpack.</summary>
public sealed class UnpackedTests
{
    /// <summary>Those of Debian 12 are 254; a release may bring some more or less.</summary>
    private const int LeastArchives = 240;

    public static TheoryData<string> Sound => [.. SoundNames];

    public static TheoryData<string> Unsound => [.. Refusals.ByArchive.Keys];

    /// <summary>The archives that can be read, and read whole.</summary>
    internal static IEnumerable<string> SoundNames =>
        Archives.Names.Where(name => !Refusals.ByArchive.ContainsKey(name) && !LargeSparseTests.Names.Contains(name, StringComparer.Ordinal));

    [Fact]
    public void There_are_enough_archives_and_every_judgement_has_its_own()
    {
        Assert.True(Archives.Names.Count() >= LeastArchives, $"{Archives.Names.Count()} archives: run scripts/rivals");
        Assert.Empty(Judgements.ByArchive.Keys.Concat(Refusals.ByArchive.Keys).Concat(LargeSparseTests.Names).Except(Archives.Names, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Sound))]
    public void What_is_shown_is_what_the_tools_unpack(string name)
    {
        using var opened = new OpenedArchive(Archives.Layer(name));
        opened.IsAsJudged(Archives.Path(name), Judgements.ByArchive.GetValueOrDefault(name, Judgement.Agreement));
    }

    [Theory]
    [MemberData(nameof(Unsound))]
    public void What_cannot_be_read_is_refused_and_told(string name)
    {
        using var opened = new OpenedArchive(Archives.Layer(name));

        Assert.Throws<OciFsException>(() => opened.Tree);

        var (told, why) = Refusals.ByArchive[name];
        Assert.Equal([told], opened.Told);
        Assert.Equal(why is null, Extraction.Fails(Extractor.GnuTar, Archives.Path(name)));
    }
}
