using System.Text;
using OciFs.Compression;
using OciFs.Layers;
using OciFs.Reference;
using OciFs.Reference.Cases;
using OciFs.References;
using OciFs.Stores;
using OciFs.Views;

namespace OciFs.Tests.Views;

/// <summary>Every edge case has the tree that real tools unpacked, but where the design says otherwise, and what is wrong is told.</summary>
public sealed class CorpusTests
{
    public static IEnumerable<TheoryDataRow<string>> Readable => Names.Where(name => !IsRefused(name))
        .Select(name => new TheoryDataRow<string>(name) { Skip = CaseDeviations.Skipped.GetValueOrDefault(name) });

    public static TheoryData<string> Refused => [.. Names.Where(IsRefused)];

    private static IEnumerable<string> Names => Corpora.All.SelectMany(corpus => corpus.Names);

    [Theory]
    [MemberData(nameof(Readable))]
    public void TheTreeIsWhatTheToolsMadeOfIt(string name)
    {
        using var image = new OpenedImage(name);
        Assert.Empty(CaseTree.Faults(name, TreeDump.Of(image.Tree, image.Rootfs)));
        if (name != "diffid-wrong")
            Assert.Equal(CaseProblems.IsTold(name), image.HasError);
    }

    [Theory]
    [InlineData(64 << 10, 1)]
    [InlineData(64 << 10, 8)]
    [InlineData(4 << 20, 1)]
    [InlineData(4 << 20, 8)]
    public void ItIsThatWithAnySpanAndNumberOfThreadsAndWhenTheIndexesAreDeleted(int span, int threads)
    {
        using var cache = new TempFolder();
        var names = Names.Where(name => !IsRefused(name) && !CaseDeviations.Skipped.ContainsKey(name)).ToArray();
        Assert.NotEmpty(names);
        for (var round = 0; round < 2; round++)
        {
            Parallel.ForEach(names, new ParallelOptions { MaxDegreeOfParallelism = threads }, name =>
            {
                using var image = new OpenedImage(name, span, cache["indexes"]);
                Assert.Empty(CaseTree.Faults(name, TreeDump.Of(image.Tree, image.Rootfs)));
            });
            Directory.Delete(cache["indexes"], recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void WhatCannotBeReadIsToldAndNotShown(string name)
    {
        using var image = new OpenedImage(name);
        Assert.Throws<OciFsException>(() => TreeDump.Of(image.Tree, image.Rootfs));
        Assert.True(image.HasError);
    }

    private static bool IsRefused(string name) => CaseDeviations.IsCut(name) || name == "c-xz";

    /// <summary>The image of a case, opened by itself; without an index cache where no folder for one is named.</summary>
    private sealed class OpenedImage : IDisposable
    {
        private readonly IStore _store;
        private readonly NodeId _folder;

        public OpenedImage(string name, int span = IndexingReader.DefaultSpan, string? cache = null)
        {
            _store = SourceOpener.Open($"oci:{Corpora.Having(name).Layout}:{name}");
            Tree = new PatientTree(new ImageTree(_store, new ImageTreeOptions
            {
                Platform = PlatformName.Parse("linux/amd64"),
                IndexCache = new LayerIndexCache(cache is null ? null : new CacheFolder(cache), Assert.Fail),
                SeekSpan = span,
            }));
            var image = Assert.Single(_store.List().Images);
            _folder = Child(Child(NodeId.Root, "images"), PathSegment.Encode(image.Name));
            Rootfs = Child(Child(Child(_folder, "platforms"), "linux-amd64"), "rootfs");
        }

        public PatientTree Tree { get; }

        public NodeId Rootfs { get; }

        public bool HasError => Tree.Lookup(_folder, "error"u8).Exists;

        private NodeId Child(NodeId folder, string name)
        {
            var found = Tree.Lookup(folder, Encoding.UTF8.GetBytes(name));
            Assert.True(found.Exists, $"{name} is not there");
            return found.Node;
        }

        public void Dispose()
        {
            Tree.Dispose();
            _store.Dispose();
        }
    }
}
