"""What trainers leave beside their weights: transformers, accelerate, peft, Lightning, sentence-transformers; tiny random models."""
import os
import shutil

import torch

from hall import Hall

hall = Hall("trainers")
os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", WANDB_DISABLED="true")


def optional(make):
    try:
        make()
    except Exception as why:
        hall.missing.append("%s: %s: %s" % (make.__name__, type(why).__name__, str(why)[:200]))


def count(folder):
    for _, _, files in os.walk(folder):
        hall.made += len(files)


def tiny_bert():
    import transformers

    config = transformers.BertConfig(vocab_size=60, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16, num_labels=2)
    return transformers.BertForSequenceClassification(config)


def trained():
    import transformers

    rows = [{"input_ids": [1, 2, 3], "attention_mask": [1, 1, 1], "labels": i % 2} for i in range(8)]
    folder = os.path.dirname(hall.path("trained/x"))
    arguments = transformers.TrainingArguments(output_dir=folder, max_steps=2, save_steps=2, per_device_train_batch_size=2, use_cpu=True, report_to=[])
    trainer = transformers.Trainer(model=tiny_bert(), args=arguments, train_dataset=rows)
    trainer.train()
    trainer.save_model(folder)
    count(folder)


def arguments():
    import transformers

    for name, given in dict(plain={}, lion=dict(optim="adamw_torch", lr_scheduler_type="cosine"), push=dict(hub_strategy="every_save"), steps=dict(eval_strategy="steps", eval_steps=5), early=dict(save_strategy="epoch"), half=dict(bf16=True)).items():
        optional(lambda: hall.put("arguments/%s.training_args.bin" % name, lambda path: torch.save(transformers.TrainingArguments(output_dir="out", use_cpu=True, report_to=[], **given), path)))
        optional(lambda: hall.put("arguments/%s.seq2seq.training_args.bin" % name, lambda path: torch.save(transformers.Seq2SeqTrainingArguments(output_dir="out", use_cpu=True, report_to=[], **given), path)))


def saved_models():
    import transformers

    small = dict(vocab_size=60, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16)
    for name in ("BertModel", "RobertaModel", "DistilBertModel", "GPT2LMHeadModel", "LlamaForCausalLM", "MistralForCausalLM", "Qwen2ForCausalLM", "GemmaForCausalLM", "OPTForCausalLM", "T5ForConditionalGeneration", "ViTForImageClassification", "CLIPModel",
                 "WhisperForConditionalGeneration", "Wav2Vec2Model", "ElectraModel", "AlbertModel", "BartModel", "XLMRobertaModel", "DebertaV2Model", "PhiForCausalLM"):
        def make():
            kind = getattr(transformers, name)
            config = kind.config_class(**small) if name not in ("CLIPModel", "WhisperForConditionalGeneration", "T5ForConditionalGeneration", "BartModel", "GPT2LMHeadModel") else \
                kind.config_class(**{"GPT2LMHeadModel": dict(vocab_size=60, n_embd=16, n_layer=1, n_head=2), "T5ForConditionalGeneration": dict(vocab_size=60, d_model=16, d_kv=8, d_ff=16, num_layers=1, num_heads=2),
                                     "BartModel": dict(vocab_size=60, d_model=16, encoder_layers=1, decoder_layers=1, encoder_ffn_dim=16, decoder_ffn_dim=16, encoder_attention_heads=2, decoder_attention_heads=2),
                                     "WhisperForConditionalGeneration": dict(vocab_size=60, d_model=16, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=16, decoder_ffn_dim=16, max_source_positions=20, pad_token_id=0, bos_token_id=1, eos_token_id=2, decoder_start_token_id=1),
                                     "CLIPModel": dict(text_config=dict(small), vision_config=dict(hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16, image_size=32, patch_size=16))}[name])
            model = kind(config)
            folder = os.path.dirname(hall.path("models/%s/x" % name))
            model.save_pretrained(folder)
            torch.save(model.state_dict(), os.path.join(folder, "pytorch_model.bin"))
            count(folder)

        optional(make)


def whole_model():
    hall.put("whole/bert.bin", lambda path: torch.save(tiny_bert(), path))


def adapters():
    import peft

    folder = os.path.dirname(hall.path("adapters/lora/x"))
    model = peft.get_peft_model(tiny_bert(), peft.LoraConfig(r=2, target_modules=["query"]))
    model.save_pretrained(folder)
    model.save_pretrained(folder + "_bin", safe_serialization=False)
    count(folder)
    count(folder + "_bin")


def accelerated():
    import accelerate

    folder = os.path.dirname(hall.path("accelerate/state/x"))
    net = torch.nn.Linear(2, 2)
    optimizer = torch.optim.AdamW(net.parameters())
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 2)
    it = accelerate.Accelerator(cpu=True)
    it.prepare(net, optimizer, scheduler)
    it.save_state(folder, safe_serialization=False)
    count(folder)


def lightning():
    import pytorch_lightning as pl
    from pytorch_lightning.callbacks import EarlyStopping, ModelCheckpoint

    class Lit(pl.LightningModule):
        def __init__(self, lr=0.1, layers=(1, 2)):
            super().__init__()
            self.save_hyperparameters()
            self.net = torch.nn.Linear(2, 1)

        def training_step(self, batch, _):
            loss = self.net(batch).mean()
            self.log("loss", loss)
            return loss

        def configure_optimizers(self):
            optimizer = torch.optim.Adam(self.parameters())
            return [optimizer], [torch.optim.lr_scheduler.StepLR(optimizer, 1)]

    folder = os.path.dirname(hall.path("lightning/x"))
    trainer = pl.Trainer(max_epochs=1, accelerator="cpu", logger=False, enable_progress_bar=False, default_root_dir=folder, callbacks=[ModelCheckpoint(folder, monitor="loss", save_last=True), EarlyStopping("loss")])
    trainer.fit(Lit(), torch.utils.data.DataLoader(torch.randn(8, 2), batch_size=4))
    trainer.save_checkpoint(os.path.join(folder, "by_hand.ckpt"))
    count(folder)


def tokenizers():
    import tokenizers

    folder = os.path.dirname(hall.path("tokenizers/x"))
    corpus = ["a small text to learn words from", "another small text"] * 20
    for name, model, trainer in (("bpe", tokenizers.models.BPE(), tokenizers.trainers.BpeTrainer(vocab_size=60)), ("wordpiece", tokenizers.models.WordPiece(unk_token="[UNK]"), tokenizers.trainers.WordPieceTrainer(vocab_size=60, special_tokens=["[UNK]"])),
                                 ("unigram", tokenizers.models.Unigram(), tokenizers.trainers.UnigramTrainer(vocab_size=60))):
        tokenizer = tokenizers.Tokenizer(model)
        tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
        tokenizer.train_from_iterator(corpus, trainer)
        hall.put("tokenizers/%s.json" % name, lambda path: tokenizer.save(path))
        hall.pickles("tokenizers/" + name, tokenizer, (2, 4))
        if name == "wordpiece":
            tokenizer.model.save(folder)
            import transformers

            fast = transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="[UNK]")
            fast.save_pretrained(os.path.join(folder, "fast"))
            count(os.path.join(folder, "fast"))


def sentences():
    import sentence_transformers
    from sentence_transformers import models

    for name in ("sentence_transformers",):
        folder = os.path.dirname(hall.path("sentences/x"))
        pooled = models.Pooling(16) if hasattr(models, "Pooling") else None
        if pooled is not None:
            pooled.save(folder)
            dense = models.Dense(16, 8)
            dense.save(folder)
            count(folder)


for make in (trained, arguments, saved_models, whole_model, adapters, accelerated, lightning, tokenizers, sentences):
    optional(make)
hall.close()
